// What was typed and not sent comes back: in an empty form at once, in a filled one when the person says so.
// Standard input: {"base", "agent": {"email", "password"}}
// Prints {"noise"}; ends with an error at the first step that fails.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { openBrowser, newContext, signIn } from "./browser.mjs";

const job = JSON.parse(readFileSync(0, "utf8"));
const TYPED = "Une phrase que personne n’a encore enregistrée.";
const LATER = "Une autre phrase, plus tard.";

const browser = await openBrowser();
const noise = [];
const member = await visitor();
await anEmptyComplaintGetsItsTextBack(member);
const agent = await visitor();
await signIn(agent.context(), job.base, job.agent);
await aReplyGetsItsTextBack(agent);
await anArticleIsOfferedItsText(agent);
await aNewArticleForgetsWhatWasSaved(agent);
await browser.close();
console.log(JSON.stringify({ noise }));

async function visitor() {
  const context = await newContext(browser, { width: 1440, scheme: "light" });
  const page = await context.newPage();
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) noise.push(`${page.url()}: ${message.text()}`); });
  page.on("pageerror", (error) => noise.push(`${page.url()}: ${error}`));
  return page;
}

async function anEmptyComplaintGetsItsTextBack(page) {
  await page.goto(`${job.base}/dossiers/nouveau`);
  await type(page, TYPED);
  await page.reload();
  await page.locator("[data-draft-notice]").waitFor();
  assert.equal(await page.inputValue("[name=body]"), TYPED);
  await page.getByRole("button", { name: "Repartir de zéro" }).click();
  await page.reload();
  assert.equal(await page.inputValue("[name=body]"), "");
  await isSilent(page);
}

async function aReplyGetsItsTextBack(page) {
  await page.goto(`${job.base}/bureau/`);
  await Promise.all([page.waitForEvent("load"), page.locator("[data-rows] a[href^='/bureau/dossiers/']").first().click()]);
  await type(page, TYPED);
  await page.reload();
  await page.locator(".composer [data-draft-notice]").waitFor();
  assert.equal(await page.inputValue(".composer [name=body]"), TYPED);
  await page.getByRole("button", { name: "Repartir de zéro" }).click();
  assert.equal(await page.inputValue(".composer [name=body]"), "");
}

async function anArticleIsOfferedItsText(page) {
  await page.goto(`${job.base}/bureau/fiches/?genre=article&q=double-prelevement`);
  const hrefs = await page.locator("main a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  await page.goto(job.base + hrefs.find((href) => /^\/bureau\/fiches\/\d+$/.test(href)));
  const saved = await page.inputValue("[name=body]");
  assert.ok(saved, `${page.url()} is no article`);
  await type(page, `${saved}\n\n${TYPED}`);
  await page.reload();
  await page.locator("[data-draft-offer]").waitFor();
  assert.equal(await page.inputValue("[name=body]"), saved);
  await page.fill("[name=body]", `${saved}\n\n${LATER}`);
  await page.reload();
  await page.getByRole("button", { name: "Reprendre mon texte" }).click();
  assert.equal(await page.inputValue("[name=body]"), `${saved}\n\n${TYPED}`);
  await page.locator("#apercu").getByText(TYPED).waitFor();
  await page.locator("[data-draft-saved]").waitFor();
  await page.reload();
  await page.getByRole("button", { name: "L’effacer" }).click();
  assert.equal(await page.inputValue("[name=body]"), saved);
  await page.reload();
  await isSilent(page);
}

async function aNewArticleForgetsWhatWasSaved(page) {
  await page.goto(`${job.base}/bureau/fiches/nouvelle`);
  await page.fill("[name=title]", "Un titre que l’on reconnaît");
  await page.fill("[name=summary]", TYPED);
  await page.fill("[name=slug]", "titre-que-l-on-reconnait");
  await page.fill("[name=aliases]", "une formulation\nune deuxième\nune troisième");
  await page.fill("[name=owner]", "Pôle prélèvements");
  await type(page, TYPED);
  await page.reload();
  await page.getByRole("button", { name: "Reprendre mon texte" }).click();
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Enregistrer", exact: true }).click()]);
  assert.match(page.url(), /\/bureau\/fiches\/\d+$/, await page.locator("main").innerText());
  await page.goto(`${job.base}/bureau/fiches/nouvelle`);
  await isSilent(page);
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("draft:fiche-")).length), 0);
}

async function type(page, text) {
  await page.locator("[name=body]").first().fill(text);
  await page.locator("[data-draft-saved]").first().waitFor();
}

async function isSilent(page) {
  // The module has run once the network is quiet.
  await page.waitForLoadState("networkidle");
  assert.equal(await page.locator("[data-draft-notice]:visible, [data-draft-offer]:visible").count(), 0);
}
