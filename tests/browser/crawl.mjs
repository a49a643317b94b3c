// Visit pages in Chromium and report what is wrong with them, as JSON lines.
// Standard input: {"base", "login": {"email", "password"} | null, "pages": [path], "looks": [{"width", "scheme"}]}
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { openBrowser, newContext, signIn } from "./browser.mjs";

const job = JSON.parse(readFileSync(0, "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const browser = await openBrowser();
const state = await signedInState();
for (const look of job.looks) await visitAll(look);
await browser.close();

async function signedInState() {
  if (!job.login) return undefined;
  const context = await newContext(browser, { width: 1440, scheme: "light" });
  await signIn(context, job.base, job.login);
  const kept = await context.storageState();
  await context.close();
  return kept;
}

async function visitAll(look) {
  const context = await newContext(browser, look, state);
  const page = await context.newPage();
  let noise = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) noise.push(message.text()); });
  page.on("pageerror", (error) => noise.push(String(error)));
  for (const path of job.pages) {
    noise = [];
    const response = await page.goto(job.base + path, { waitUntil: "load" });
    await page.evaluate(() => document.fonts.ready);
    await page.evaluate(axe);
    const found = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), RULES);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    console.log(JSON.stringify({
      path, ...look,
      status: response.status(),
      violations: found.violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.slice(0, 3).map((node) => node.target.join(" ")) })),
      noise,
      overflow: Math.max(0, width - look.width),
    }));
  }
  await context.close();
}
