// Reading in a browser: what stays readable without a network, the meaning of a word, the finder of codes.
// Standard input: {"base", "agent": {"email", "password"}}
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { openBrowser, newContext, signIn } from "./browser.mjs";

const job = JSON.parse(readFileSync(0, "utf8"));
const LOOK = { width: 1440, scheme: "light" };
const ARTICLE = "/faq/rum-ics-mandat";

const browser = await openBrowser();
await readWithoutNetwork();
await keepNothingPrivate();
await forgetWhatIsNoLongerPublic();
await searchFromAnyPage();
await printAnArticle();
await explainAWord();
await explainACodeWithoutScripts();
await walkADiagnosisWithoutScripts();
await browser.close();

async function readWithoutNetwork() {
  const context = await newContext(browser, LOOK);
  const page = await open(context, "/");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.goto(job.base + ARTICLE);
  const title = await page.title();
  await context.setOffline(true);

  await page.reload();
  assert.equal(await page.title(), title, "an article that was read is not readable offline");
  assert.equal(await headerPosition(page), "sticky", "the style sheet is missing offline");
  await page.goto(`${job.base}/codes/`);
  assert.ok(await page.locator("text=AM04").first().isVisible(), "the codes are not readable offline");
  await page.goto(`${job.base}/faq/montant-errone`);
  await page.waitForSelector("[data-kept-pages] a");
  const kept = await page.locator("[data-kept-pages] a").evaluateAll((links) => links.map((link) => link.pathname));
  assert.ok(kept.includes(ARTICLE), `the offline page does not list what was read: ${kept}`);
  await context.setOffline(false);
  await page.goto(`${job.base}/hors-ligne`);
  await page.click("button[data-forget-pages]");
  await page.waitForLoadState();
  await context.close();
}

async function keepNothingPrivate() {
  const context = await newContext(browser, LOOK);
  const page = await open(context, "/");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.goto(job.base + ARTICLE);
  await signIn(context, job.base, job.agent);
  for (const path of ["/bureau/", "/mon-compte", "/", "/faq/double-prelevement", "/suivi"]) await page.goto(job.base + path);
  const kept = await keptPaths(page);
  assert.ok(kept.includes(ARTICLE), "the page read before signing in should still be there");
  for (const path of ["/bureau/", "/mon-compte", "/faq/double-prelevement", "/suivi"]) assert.ok(!kept.includes(path), `${path} was kept`);

  await page.goto(`${job.base}/mon-compte`);
  await page.click("[data-menu] summary");
  await Promise.all([page.waitForURL((url) => url.pathname !== "/mon-compte"), page.click("form[data-forget-pages] button")]);
  assert.ok(!(await keptPaths(page)).includes(ARTICLE), "signing out did not forget what was read");
  await context.close();
}

// A page that was withdrawn, and one that this person reads as somebody signed in.
async function forgetWhatIsNoLongerPublic() {
  const context = await newContext(browser, LOOK);
  const page = await open(context, "/");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.evaluate(async () => {
    const pages = await caches.open("pages-1");
    await pages.put("/faq/retiree", new Response("ce que disait la page"));
  });
  await page.goto(job.base + ARTICLE);
  assert.equal((await page.goto(`${job.base}/faq/retiree`)).status(), 404);
  assert.ok(!(await keptPaths(page)).includes("/faq/retiree"), "a withdrawn page is still kept");
  assert.ok((await keptPaths(page)).includes(ARTICLE), "another page went with it");
  await context.setOffline(true);
  await page.goto(`${job.base}/faq/retiree`);
  assert.ok(!(await page.textContent("body")).includes("ce que disait la page"), "a withdrawn page is readable offline");
  await context.setOffline(false);
  await signIn(context, job.base, job.agent);
  await page.goto(job.base + ARTICLE);
  assert.ok(!(await keptPaths(page)).includes(ARTICLE), "a page that is not everybody's is still kept");
  await page.goto(`${job.base}/codes/`);
  assert.ok((await keptPaths(page)).includes("/codes/"), "a page kept from the start is gone");
  await context.close();
}

// "/" leads to the field of the page, or of its head; where that has no room, to the page that searches.
async function searchFromAnyPage() {
  for (const path of ["/faq/double-prelevement", "/codes/AM04", "/glossaire", "/dossiers/nouveau", "/recherche?q=carte", "/"]) {
    const page = await open(await newContext(browser, LOOK), path);
    await page.waitForLoadState("networkidle");
    await page.keyboard.press("/");
    await page.keyboard.type("double débit");
    const field = page.locator(":focus");
    assert.equal(await field.inputValue(), "double débit", `${path}: "/" does not search`);
    await page.waitForSelector("[role=listbox] [role=option]");
    await field.press("Enter");
    await page.waitForURL((url) => url.pathname === "/recherche");
    await page.context().close();
  }
  const page = await open(await newContext(browser, { ...LOOK, width: 390 }), ARTICLE);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("/");
  await page.waitForURL((url) => url.pathname === "/recherche");
  assert.ok(await page.locator("input[name=q]:focus").count(), "the page that searches does not begin with its field");
  await page.context().close();
}

async function printAnArticle() {
  const page = await open(await newContext(browser, LOOK), "/faq/depot-especes");
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".sources li").first().isVisible(), "closed sources are not printed");
  assert.ok(!(await page.locator(".vote").isVisible()), "an empty box is printed");
  const gap = await page.evaluate(() => {
    const [summary, next] = [".summary", ".summary ~ .alert"].map((name) => document.querySelector(name).getBoundingClientRect());
    return next.top - summary.bottom;
  });
  assert.ok(gap >= 8, `the short answer touches what follows: ${gap} px`);
  await page.context().close();
}

// WCAG 1.4.13: shown by focus and by the mouse, goes with Escape, can be pointed at itself.
async function explainAWord() {
  const page = await open(await newContext(browser, LOOK), ARTICLE);
  const term = page.locator("a.term").first();
  const bubble = page.locator(".meaning");
  await page.waitForSelector("a.term");
  await term.focus();
  await bubble.waitFor({ state: "visible" });
  const described = await term.evaluate((link) => document.getElementById(link.getAttribute("aria-describedby")).textContent);
  assert.equal(await bubble.textContent(), described);
  await page.keyboard.press("Escape");
  await bubble.waitFor({ state: "hidden" });
  assert.ok(await term.evaluate((link) => link === document.activeElement), "Escape took the focus away");
  await term.evaluate((link) => link.blur());
  await term.hover();
  await bubble.waitFor({ state: "visible" });
  await bubble.hover();
  assert.ok(await bubble.isVisible(), "the meaning cannot be pointed at");
  await page.mouse.move(2, 2);
  await bubble.waitFor({ state: "hidden" });
  await term.click();
  assert.equal(new URL(page.url()).pathname, "/glossaire");
  await page.context().close();
}

async function explainACodeWithoutScripts() {
  const page = await open(await newContext(browser, { ...LOOK, javascript: false }), "/codes/");
  await page.fill("[name=texte]", "impayé : provision insuffisante");
  await page.click(".finder button");
  assert.equal(new URL(page.url()).pathname, "/codes/AM04");
  assert.match(await page.inputValue("#lettre-texte"), /\[votre organisation\]/);
  await page.fill("#le", "2026-11-02");
  await page.click("#delais-section button");
  assert.match(await page.textContent(".windows"), /9 novembre 2026/);
  await page.context().close();
}

async function walkADiagnosisWithoutScripts() {
  const page = await open(await newContext(browser, { ...LOOK, javascript: false }), "/diagnostic/activation");
  for (const words of ["Oui", "Non", "Non, rien reçu", "Oui, indésirables compris"]) {
    await page.locator(".answer", { hasText: words }).first().click();
  }
  assert.match(await page.textContent("h1"), /lien ne vous est pas parvenu/);
  await page.goBack();
  assert.match(await page.textContent("h1"), /messagerie professionnelle/);
  await page.goForward();
  await page.click("a.btn-primary");
  assert.equal(await page.inputValue("[name=category]"), "acces");
  assert.match(await page.textContent("form.form"), /Non, rien reçu/);
  await page.context().close();
}

async function open(context, path) {
  const page = await context.newPage();
  await page.goto(job.base + path);
  return page;
}

function keptPaths(page) {
  return page.evaluate(async () => {
    const pages = await caches.open("pages-1");
    return (await pages.keys()).map((each) => new URL(each.url).pathname);
  });
}

function headerPosition(page) {
  return page.evaluate(() => getComputedStyle(document.querySelector(".top")).position);
}
