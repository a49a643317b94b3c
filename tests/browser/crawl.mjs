// Visit pages in Chromium and report what is wrong with them, as JSON lines.
// Standard input: {"base", "visits": [{"who", "cookies": [{"name", "value"}], "pages": [{"path", "status"}]}],
// "looks": [{"width", "scheme", "lang"}]}. A page without a status is expected to answer 200.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { openBrowser, newContext } from "./browser.mjs";

const job = JSON.parse(readFileSync(0, "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const browser = await openBrowser();
for (const look of job.looks) for (const visit of job.visits) await visitAll(look, visit);
await browser.close();

async function visitAll(look, visit) {
  const context = await newContext(browser, look);
  await context.addCookies(visit.cookies.map((cookie) => ({ ...cookie, url: job.base })));
  const page = await context.newPage();
  let noise = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) noise.push(message.text()); });
  page.on("pageerror", (error) => noise.push(String(error)));
  for (const { path, status = 200 } of visit.pages) {
    noise = [];
    const address = new URL((look.lang === "en" ? "/en" : "") + path, job.base);
    const response = await page.goto(address.href, { waitUntil: "load" });
    await page.evaluate(() => document.fonts.ready);
    await page.evaluate(axe);
    const found = await page.evaluate((tags) => axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), RULES);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    const landed = new URL(page.url());
    // The browser itself notes every answer of 400 and more; of a page that is meant to be one, that is no fault.
    const heard = noise.filter((text) => !(status >= 400 && text.startsWith("Failed to load resource")));
    console.log(JSON.stringify({
      who: visit.who, path, ...look,
      status: response.status() === status ? "" : response.status(),
      led_elsewhere: landed.pathname + landed.search === address.pathname + address.search ? "" : landed.pathname,
      violations: found.violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.slice(0, 3).map((node) => node.target.join(" ")) })),
      noise: heard,
      overflow: Math.max(0, width - look.width),
    }));
  }
  await context.close();
}
