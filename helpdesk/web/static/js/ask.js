// Asking the server while someone types: wait for a pause, and let only the last question be answered.

export function afterPause(milliseconds, action) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };
}

// Return a function (url, query) -> JSON, or null when the answer failed or is no longer wanted.
export function asker() {
  let pending;
  return async (url, query) => {
    pending?.abort();
    pending = new AbortController();
    const address = new URL(url, location.href);
    address.searchParams.set("q", query);
    try {
      const response = await fetch(address, { signal: pending.signal, headers: { Accept: "application/json" } });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  };
}
