// The main job clicked through: search, dossier, answer, escalation, the administration's reply.
// Standard input: {"base", "javascript", "agent": {"email", "password"}, "member", "administration"}
// Prints {"reference", "noise"}; ends with an error at the first step that fails.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { openBrowser, newContext, signIn } from "./browser.mjs";

const job = JSON.parse(readFileSync(0, "utf8"));
const SUBJECT = "Deux prélèvements pour douze adhérents";
const BODY = "Douze adhérents ont été débités deux fois le 5 novembre.";
const ANSWER = "Bonjour, c’est la même remise présentée deux fois.";
const VERDICT = "La banque reverse vendredi et rembourse les frais.";
const MAIL_MS = 30_000;
const PAUSE_MS = 200;

const browser = await openBrowser();
const noise = [];
const member = await visitor(390);
await findTheArticle(member);
await writeTheComplaint(member);
const reference = await sendTheComplaint(member);
await followTheLink(member, await mailTo(job.member), "/suivi/");
const agent = await visitor(1440);
await signIn(agent.context(), job.base, job.agent);
await answer(agent);
await escalate(agent);
const administrator = await visitor(1440);
await decide(administrator, await mailTo(job.administration));
await readTheOutcome(agent);
await browser.close();
console.log(JSON.stringify({ reference, noise }));

async function visitor(width) {
  const context = await newContext(browser, { width, scheme: "light", javascript: job.javascript });
  const page = await context.newPage();
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) noise.push(`${page.url()}: ${message.text()}`); });
  page.on("pageerror", (error) => noise.push(`${page.url()}: ${error}`));
  return page;
}

async function findTheArticle(page) {
  await page.goto(job.base);
  const field = page.locator("[role=search] [name=q]").first();
  if (job.javascript) {
    await field.pressSequentially("prelevement deux fois");
    await page.locator("[role=option]").first().waitFor();
    assert.equal(await field.getAttribute("aria-expanded"), "true");
    await field.press("ArrowDown");
    await Promise.all([page.waitForURL((url) => url.pathname === "/faq/double-prelevement"), field.press("Enter")]);
  } else {
    await field.fill("prelevement deux fois");
    await Promise.all([page.waitForURL("**/recherche?q=*"), field.press("Enter")]);
    await follow(page, page.locator("main a[href^='/faq/double-prelevement?mots=']").first());
  }
  assert.match(await page.locator("#bloque").innerText(), /Toujours bloqué/);
  await follow(page, page.locator("main a[href*='/dossiers/nouveau']", { hasText: "Ouvrir un dossier" }).first());
  assert.equal(await page.inputValue("[name=category]"), "prelevement");
}

async function writeTheComplaint(page) {
  await page.fill("[name=subject]", SUBJECT);
  if (job.javascript) {
    await page.locator("[name=body]").pressSequentially(BODY);
    await page.locator("[data-suggest-panel] li").first().waitFor();
    await page.locator("[data-draft-saved]").waitFor();
    await page.reload();
    await page.locator("[data-draft-notice]").waitFor();
  } else {
    await page.fill("[name=body]", BODY);
    await Promise.all([page.waitForEvent("load"), page.locator("button[name=suggest]").click()]);
    assert.ok(await page.locator("main form a[href*='/faq/'], main form details").count(), "no article near the complaint");
  }
  assert.equal(await page.inputValue("[name=subject]"), SUBJECT);
  assert.equal(await page.inputValue("[name=body]"), BODY);
}

async function sendTheComplaint(page) {
  await page.fill("[name=name]", "Jeanne Essai");
  await page.fill("[name=email]", job.member);
  await page.fill("[name=members_touched]", "12");
  await page.setInputFiles("[name=files]", { name: "releve.txt", mimeType: "text/plain", buffer: Buffer.from("05/11 COTISATION 12,50\n") });
  await Promise.all([page.waitForURL("**/dossiers/recu"), page.locator("main .actions button[type=submit]").last().click()]);
  return page.locator("#reference").innerText();
}

// The id of the newest mail about the dossier, as soon as it is delivered.
async function mailTo(address) {
  const deadline = Date.now() + MAIL_MS;
  while (Date.now() < deadline) {
    const mails = await (await member.request.get(`${job.base}/dev/mail.json`)).json();
    const found = mails.find((mail) => mail.to === address && mail.subject.includes(reference));
    if (found) return found.id;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`no mail to ${address} about ${reference}`);
}

async function followTheLink(page, mail, part) {
  await page.goto(`${job.base}/dev/mail/${mail}`);
  await follow(page, page.locator(`.prose a[href*='${part}']`).first());
}

async function answer(page) {
  await page.goto(`${job.base}/bureau/dossiers/${reference}`);
  assert.match(await page.locator("main").innerText(), /releve\.txt/);
  await page.fill("#body", ANSWER);
  if (job.javascript) await Promise.all([page.waitForEvent("load"), page.press("#body", "Control+Enter")]);
  else await Promise.all([page.waitForEvent("load"), page.locator("#repondre button[value=go_on]").click()]);
  await page.getByText(ANSWER).first().waitFor();
  assert.equal(await page.inputValue("#body"), "");
}

async function escalate(page) {
  await follow(page, page.locator(`a[href$='/dossiers/${reference}/saisine']`).first());
  await page.fill("[name=summary]", "Une remise présentée deux fois.\nDepuis le 5 novembre.\nDouze adhérents débités en double.");
  await page.fill("[name=tried]", "Assistance appelée le 10 novembre, référence CAS-1, sans réponse.");
  await page.check("[name=confirmed]");
  await follow(page, page.getByRole("button", { name: "Envoyer la saisine" }));
  await page.getByText("La saisine est partie").first().waitFor();
}

async function decide(page, mail) {
  await followTheLink(page, mail, "/saisine/");
  await follow(page, page.locator("form[action$='/accuser-reception'] button"));
  await page.fill("[name=answer-text]", VERDICT);
  await follow(page, page.getByRole("button", { name: "Envoyer la réponse" }));
  await page.getByText(VERDICT).first().waitFor();
}

async function readTheOutcome(page) {
  await page.goto(`${job.base}/bureau/dossiers/${reference}`);
  await page.getByText(VERDICT).first().waitFor();
}

// Click what leads to another page, and wait for it.
async function follow(page, target) {
  await Promise.all([page.waitForEvent("load"), target.click()]);
}
