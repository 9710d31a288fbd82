// The steps of PRODUCT.md §3, done as people do them.

import { expect, type Page } from '@playwright/test';
import type { Portal } from './portal';
import { serviceAccountFile } from './service-account';
import type { Words } from './words';

export const TOKEN = 'fjordbank-client-token-4f7c';
export const BRAND = '7a5c9f3e-0000-4000-8000-000000000001';
export const AGENT = '7a5c9f3e-0000-4000-8000-000000000002';

export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
export const follow = (page: Page, name: string | RegExp) => page.getByRole('link', { name, exact: true }).first().click();

export async function nameAccount(page: Page, words: Words, name = 'Fjordbank'): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: words.channels, exact: true }).click();
  await follow(page, words.manage);
  await follow(page, words.newAccount);
  await page.getByLabel(words.name).fill(name);
  await press(page, words.next);
}

export async function acknowledge(page: Page, words: Words): Promise<void> {
  const boxes = page.getByRole('main').getByRole('checkbox');
  await expect(boxes).toHaveCount(3);
  for (const box of await boxes.all()) {
    await expect(box).not.toBeChecked();
    await box.check();
  }
  await press(page, words.acknowledge);
}

export async function giveCredentials(page: Page, words: Words): Promise<void> {
  await page.getByLabel(words.partnerId).fill('fjordbank-partner');
  await page.getByLabel(words.clientToken).fill(TOKEN);
  await page.getByLabel(words.credentialFile).setInputFiles(serviceAccountFile());
  await press(page, words.next);
}

/** Has Google verify the address, and returns it. */
export async function connect(page: Page, portal: Portal, words: Words, hasScript: boolean): Promise<string> {
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
  return address.trim();
}

export async function addAgent(page: Page, words: Words, name = 'Fjordbank support', agent = AGENT): Promise<void> {
  await page.getByLabel(words.name).fill(name);
  await page.getByLabel(words.brandId).fill(BRAND);
  await page.getByLabel(words.agentId).fill(agent);
  await press(page, words.add);
  await expect(page.getByText(name).first()).toBeVisible();
}

export async function createWorkstream(page: Page, words: Words, name = 'Fjordbank messages'): Promise<void> {
  await page.getByRole('navigation').first().getByRole('link', { name: words.workstreams, exact: true }).click();
  await follow(page, words.newWorkstream);
  await page.getByLabel(words.name, { exact: true }).fill(name);
  await press(page, words.create);
}

export async function setUpChannel(page: Page, words: Words): Promise<void> {
  await follow(page, words.setUp);
  await page.getByLabel(/Fjordbank support/).check();
  await press(page, words.next);
  await press(page, words.next);
  await page.getByRole('switch').check();
  await press(page, words.next);
  await press(page, words.createChannel);
}

export async function writeAsCustomer(page: Page, words: Words): Promise<void> {
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
