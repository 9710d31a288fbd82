// PRODUCT.md §3, steps 1 to 8 and 10: from an empty portal to a customer's message in a queue, and back. In Norwegian with
// everything on, in English with JavaScript switched off; the same steps, the same words on the same buttons.

import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { becomeAdministrator } from '../support/people';
import type { Portal } from '../support/portal';
import { serviceAccountFile } from '../support/service-account';
import { en, nb, type Words } from '../support/words';

const TOKEN = 'fjordbank-client-token-4f7c';
const BRAND = '7a5c9f3e-0000-4000-8000-000000000001';
const AGENT = '7a5c9f3e-0000-4000-8000-000000000002';

test.describe('in Norwegian, with WebAssembly', () => {
  test.use({ locale: nb.locale });
  test('an account is connected and a customer’s message arrives in a queue', async ({ watched, portal }) => {
    await journey(watched, portal, nb, true);
  });
});

test.describe('in English, without JavaScript', () => {
  test.use({ locale: en.locale, javaScriptEnabled: false });
  test('an account is connected and a customer’s message arrives in a queue', async ({ watched, portal }) => {
    await journey(watched, portal, en, false);
  });
});

async function journey(page: Page, portal: Portal, words: Words, hasScript: boolean): Promise<void> {
  await test.step('0: the first administrator', () => becomeAdministrator(page, portal, words));
  await test.step('1: name and channel', () => nameAccount(page, words));
  await test.step('2: privacy notice', () => acknowledge(page, words));
  await test.step('3: partner account', () => giveCredentials(page, words));
  await test.step('4: two-way connection', () => connect(page, portal, words, hasScript));
  await test.step('5: agent account', () => addAgent(page, words));
  await test.step('6: workstream', () => createWorkstream(page, words));
  await test.step('7: channel', () => setUpChannel(page, words));
  await test.step('8: test', () => writeAsCustomer(page, words));
  await test.step('10: delete', () => takeApart(page, words));
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const follow = (page: Page, name: string | RegExp) => page.getByRole('link', { name, exact: true }).first().click();

async function nameAccount(page: Page, words: Words): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: words.channels, exact: true }).click();
  await follow(page, words.manage);
  await follow(page, words.newAccount);
  await page.getByLabel(words.name).fill('Fjordbank');
  await press(page, words.next);
}

async function acknowledge(page: Page, words: Words): Promise<void> {
  const boxes = page.getByRole('main').getByRole('checkbox');
  await expect(boxes).toHaveCount(3);
  for (const box of await boxes.all()) {
    await expect(box).not.toBeChecked();
    await box.check();
  }
  await press(page, words.acknowledge);
}

async function giveCredentials(page: Page, words: Words): Promise<void> {
  await page.getByLabel(words.partnerId).fill('fjordbank-partner');
  await page.getByLabel(words.clientToken).fill(TOKEN);
  await page.getByLabel(words.credentialFile).setInputFiles(serviceAccountFile());
  await press(page, words.next);
}

async function connect(page: Page, portal: Portal, words: Words, hasScript: boolean): Promise<void> {
  await expect(page.getByText(words.waiting).first()).toBeVisible();
  const address = await page.getByText(/\/webhooks\/google-business-messages\//).first().innerText();
  if (hasScript) await expect(page.locator('body')).toHaveAttribute('data-hydrated', '');

  const console_ = await page.context().newPage();
  await console_.goto(portal.emulator);
  await console_.getByLabel(words.emulator.url).fill(address.trim());
  await console_.getByLabel(words.emulator.token).fill(TOKEN);
  await console_.getByRole('button', { name: words.emulator.verify, exact: true }).click();
  await expect(console_.getByRole('status').filter({ hasText: words.verified }).first()).toBeVisible();
  await console_.close();

  // The open page learns of it by itself; without script the person asks.
  if (!hasScript) await follow(page, words.refresh);
  await expect(page.getByRole('main').getByText(words.verified).first()).toBeVisible();
  await press(page, words.save);
}

async function addAgent(page: Page, words: Words): Promise<void> {
  await page.getByLabel(words.name).fill('Fjordbank support');
  await page.getByLabel(words.brandId).fill(BRAND);
  await page.getByLabel(words.agentId).fill(AGENT);
  await press(page, words.add);
  await expect(page.getByText('Fjordbank support').first()).toBeVisible();
  await press(page, words.save);
}

async function createWorkstream(page: Page, words: Words): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: words.workstreams, exact: true }).click();
  await follow(page, words.newWorkstream);
  await page.getByLabel(words.name, { exact: true }).fill('Fjordbank messages');
  await press(page, words.create);
}

async function setUpChannel(page: Page, words: Words): Promise<void> {
  await follow(page, words.setUp);
  await page.getByLabel(/Fjordbank support/).check();
  await press(page, words.next);
  await press(page, words.next);
  await page.getByRole('switch').check();
  await press(page, words.next);
  await press(page, words.createChannel);
}

async function writeAsCustomer(page: Page, words: Words): Promise<void> {
  const opened = page.context().waitForEvent('page');
  await page.getByRole('link', { name: /Android/ }).click();
  const phone = await opened;
  await phone.getByLabel(words.emulator.message, { exact: true }).fill(words.sent);
  await phone.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(phone.getByText(words.sent).first()).toBeVisible();
  await phone.close();

  const list = page.getByRole('navigation').getByRole('link', { name: words.conversations, exact: true });
  const conversation = page.getByRole('rowheader').getByRole('link').first();
  await expect(async () => {
    await list.click();
    await expect(conversation).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await conversation.click();
  await expect(page.getByText(words.sent).first()).toBeVisible();
  await expect(page.getByRole('heading', { name: words.whyHere })).toBeVisible();
  await expect(page.getByText('Default messaging queue').first()).toBeVisible();
}

async function takeApart(page: Page, words: Words): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: words.channels, exact: true }).click();
  await follow(page, words.manage);
  await follow(page, 'Fjordbank');
  await page.getByRole('link', { name: words.delete }).first().click();
  // The workstream that uses the agent account stands in the way, with a link.
  await page.getByRole('main').getByRole('link', { name: 'Fjordbank messages' }).click();
  await page.getByRole('link', { name: words.remove }).first().click();
  await page.getByRole('button', { name: words.remove }).click();

  await page.getByRole('navigation').getByRole('link', { name: words.channels, exact: true }).click();
  await follow(page, words.manage);
  await follow(page, 'Fjordbank');
  await page.getByRole('link', { name: words.delete }).first().click();
  await page.getByLabel(/Fjordbank/).fill('Fjordbank');
  await page.getByRole('button', { name: words.delete }).click();
  await expect(page.getByRole('link', { name: 'Fjordbank', exact: true })).toHaveCount(0);
}
