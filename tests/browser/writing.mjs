// An editor's day clicked through: a new article, its preview, a review with a note, the publication, the search.
// Standard input: {"base", "javascript", "editor": {"email", "password"}, "publisher": {…}, "slug"}
// Prints {"found", "noise"}; ends with an error at the first step that fails.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { openBrowser, newContext, signIn } from "./browser.mjs";

const job = JSON.parse(readFileSync(0, "utf8"));
const TITLE = `Rapprocher les remises, façon ${job.slug}`;
const TEXT = "Comparez chaque ligne avec le relevé.\n\n## Pas à pas\n\n1. Ouvrez la remise.\n2. Cochez **chaque** ligne.";
const FOUND_MS = 15_000;
const PAUSE_MS = 200;

const browser = await openBrowser();
const noise = [];
const editor = await worker(job.editor);
const address = await writeAnArticle(editor);
await submit(editor);
const publisher = await worker(job.publisher);
await sendBack(publisher);
await improve(editor);
await submit(editor);
await publish(publisher);
await readTheHistory(publisher);
const found = await search(publisher);
await browser.close();
console.log(JSON.stringify({ found, noise }));

async function worker(account) {
  const context = await newContext(browser, { width: 1440, scheme: "light", javascript: job.javascript });
  await signIn(context, job.base, account);
  const page = await context.newPage();
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) noise.push(`${page.url()}: ${message.text()}`); });
  page.on("pageerror", (error) => noise.push(`${page.url()}: ${error}`));
  return page;
}

async function writeAnArticle(page) {
  await page.goto(`${job.base}/bureau/fiches/`);
  await follow(page, page.getByRole("link", { name: "Nouvelle fiche" }));
  await page.fill("[name=title]", TITLE);
  await page.fill("[name=summary]", "Ligne à ligne, avec le relevé du compte.");
  await page.fill("[name=body]", `${TEXT}\n\nVoir [ailleurs](/faq/nulle-part).`);
  await page.fill("[name=aliases]", "pointer les remises\ncontrôler une remise\nremise et relevé");
  await page.fill("[name=owner]", "Pôle prélèvements");
  await page.fill("[name=slug]", job.slug);
  if (job.javascript) {
    await page.locator("#faults-body .error").waitFor();
    assert.match(await page.locator("#apercu").innerText(), /Pas à pas/);
    await page.fill("[name=body]", TEXT);
    await page.locator("#faults-body .error").waitFor({ state: "detached" });
  } else {
    await send(page, page.getByRole("button", { name: "Prévisualiser" }));
    assert.match(await page.locator("#faults-body").innerText(), /ne mène nulle part/);
    assert.match(await page.locator("#apercu").innerText(), /Pas à pas/);
    await page.fill("[name=body]", TEXT);
  }
  await send(page, page.getByRole("button", { name: "Enregistrer", exact: true }));
  await page.getByText("Brouillon", { exact: true }).first().waitFor();
  return page.url();
}

async function submit(page) {
  await page.goto(address ?? page.url());
  await page.locator("summary", { hasText: "Proposer à la relecture" }).click();
  await send(page, page.getByRole("button", { name: "Proposer", exact: true }));
  await page.getByText("En relecture", { exact: true }).first().waitFor();
}

async function sendBack(page) {
  await page.goto(`${job.base}/bureau/fiches/?etat=review&q=${job.slug}`);
  await follow(page, page.getByRole("link", { name: TITLE }));
  await page.locator("summary", { hasText: "Renvoyer à l’auteur" }).click();
  await page.fill("#n-back", "Dites combien de temps garder le relevé.");
  await send(page, page.getByRole("button", { name: "Renvoyer", exact: true }));
  await page.getByText("Brouillon", { exact: true }).first().waitFor();
}

async function improve(page) {
  await page.goto(address);
  await page.getByText("Dites combien de temps garder le relevé.").waitFor();
  await page.fill("[name=body]", `${TEXT}\n\nGardez le relevé avec les comptes.`);
  await send(page, page.getByRole("button", { name: "Enregistrer", exact: true }));
}

async function publish(page) {
  await page.goto(address);
  await send(page, page.getByRole("button", { name: "Publier", exact: true }));
  await page.getByText("Publiée", { exact: true }).first().waitFor();
  await follow(page, page.getByRole("link", { name: "Voir en ligne" }));
  assert.match(await page.locator("main").innerText(), /Gardez le relevé avec les comptes/);
}

async function readTheHistory(page) {
  await page.goto(`${address}/versions?version=4&avec=1`);
  assert.match(await page.locator(".diff").innerText(), /Gardez le relevé avec les comptes/);
}

async function search(page) {
  const until = Date.now() + FOUND_MS;
  do {
    const answer = await page.request.get(`${job.base}/recherche.json?q=${encodeURIComponent("pointer les remises")}`);
    const slugs = (await answer.json()).results.map((each) => each.slug);
    if (slugs.includes(job.slug)) return true;
    await page.waitForTimeout(PAUSE_MS);
  } while (Date.now() < until);
  return false;
}

async function follow(page, link) {
  await Promise.all([page.waitForEvent("load"), link.click()]);
}

async function send(page, button) {
  await Promise.all([page.waitForEvent("load"), button.click()]);
}
