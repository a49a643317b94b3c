// Mark, in each [data-toc], the section being read.

export function start() {
  const links = [...document.querySelectorAll("[data-toc] a[href^='#']")];
  const sections = new Set(links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1)))));
  sections.delete(null);
  const mark = () => {
    const read = [...sections].filter((section) => section.getBoundingClientRect().top < innerHeight / 3).pop();
    for (const link of links) {
      if (read && decodeURIComponent(link.hash.slice(1)) === read.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  // Sections leave or reach the upper third of the window.
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px", threshold: [0, 1] });
  sections.forEach((section) => observer.observe(section));
}
