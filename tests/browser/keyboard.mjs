// Pages worked by keys alone. Standard input: {"base", "agent": {"email", "password"}}
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { openBrowser, newContext, signIn } from "./browser.mjs";

const job = JSON.parse(readFileSync(0, "utf8"));
const LOOK = { width: 1440, scheme: "light" };

const browser = await openBrowser();
await skipToTheContent();
await walkTheHomePage();
await walkTheList();
await browser.close();

async function skipToTheContent() {
  const page = await open(await newContext(browser, LOOK), "/");
  await page.keyboard.press("Tab");
  const skip = page.locator(".skip");
  assert.ok(await has(page, ".skip"), "the first Tab does not reach the skip link");
  const box = await skip.boundingBox();
  assert.ok(box.x >= 0 && box.y >= 0 && box.width > 1 && box.height > 1, "the skip link is not seen when focused");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => Boolean(document.activeElement.closest("main"))), "the skip link does not lead into the content");
}

// Each stop shows its focus, stands in the window, and the way has an end.
async function walkTheHomePage() {
  const page = await open(await newContext(browser, LOOK), "/");
  const stops = await page.locator("a[href], button, input:not([type=hidden]), select, textarea, summary").count();
  const seen = new Set();
  for (let step = 0; step <= stops; step += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) return null;
      const style = [element, element.parentElement].map((one) => getComputedStyle(one));
      const box = element.getBoundingClientRect();
      return {
        words: element.outerHTML.slice(0, 120),
        shown: style.some((one) => one.outlineStyle !== "none" || one.boxShadow !== "none"),
        inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
      };
    });
    if (stop === null) break;
    assert.ok(stop.shown && stop.inside, `focus cannot be seen: ${JSON.stringify(stop)}`);
    seen.add(stop.words);
  }
  assert.ok(seen.size > 10, `only ${seen.size} stops`);
}

async function walkTheList() {
  const context = await newContext(browser, LOOK);
  await signIn(context, job.base, job.agent);
  const page = await open(context, "/bureau/");
  const rows = page.locator("[data-rows] [data-row]");
  assert.ok(await rows.count() > 2, "too few dossiers to walk through");
  const links = await rows.evaluateAll((all) => all.map((row) => row.querySelector("a").pathname));
  const at = () => page.evaluate(() => document.activeElement.pathname);
  for (const [key, index] of [["j", 0], ["j", 1], ["j", 2], ["k", 1], ["k", 0], ["k", 0], ["j", 1]]) {
    await page.keyboard.press(key);
    assert.equal(await at(), links[index], `after ${key}`);
  }
  await Promise.all([page.waitForURL(`**${links[1]}`), page.keyboard.press("Enter")]);
}

async function open(context, path) {
  const page = await context.newPage();
  await page.goto(job.base + path);
  return page;
}

function has(page, selector) {
  return page.evaluate((wanted) => document.activeElement.matches(wanted), selector);
}
