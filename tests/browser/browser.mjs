// How the tests open Chromium and sign in.
import { chromium } from "playwright-core";

export function openBrowser() {
  const quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  return chromium.launch({ executablePath: process.env.HELPDESK_TEST_CHROMIUM ?? "/usr/bin/chromium", args: quiet });
}

export function newContext(browser, { width, scheme, javascript = true, lang = "fr" }, storageState) {
  const phone = width < 700;
  return browser.newContext({
    viewport: { width, height: phone ? 844 : 900 },
    hasTouch: phone,
    colorScheme: scheme,
    javaScriptEnabled: javascript,
    locale: lang === "fr" ? "fr-FR" : "en-GB",
    reducedMotion: "reduce",
    storageState,
  });
}

export async function signIn(context, base, { email, password }) {
  const page = await context.newPage();
  await page.goto(`${base}/connexion`);
  await page.fill("[name=email]", email);
  await page.fill("[name=password]", password);
  await Promise.all([page.waitForURL((url) => url.pathname !== "/connexion"), page.press("[name=password]", "Enter")]);
  await page.close();
}
