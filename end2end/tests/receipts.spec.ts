// A delivery that could not be processed, and is processed again.

import { expect, test } from '../support/fixtures';
import { becomeAdministrator } from '../support/people';
import {
  acknowledge,
  addAgent,
  connect,
  createWorkstream,
  giveCredentials,
  nameAccount,
  press,
  setUpChannel,
} from '../support/steps';
import { deliver, text } from '../support/webhook';
import { nb } from '../support/words';

test.use({ locale: nb.locale });

test('a delivery without a workstream is processed again, and its open page tells of it', async ({ portal, watched: page }) => {
  await becomeAdministrator(page, portal, nb);
  await nameAccount(page, nb);
  await acknowledge(page, nb);
  await giveCredentials(page, nb);
  const address = await connect(page, portal, nb, true);
  await addAgent(page, nb);
  expect(await deliver(address, text('r-1', 'c-1', 'Kari Kunde', 'Er dere der?'))).toBe(200);

  const letters = `${portal.url}/receipts?outcome=dead_letter`;
  await expect(async () => {
    await page.goto(letters);
    await page.getByRole('rowheader').getByRole('link').click({ timeout: 500 });
  }).toPass();
  const letter = page.url();
  await createWorkstream(page, nb);
  await setUpChannel(page, nb);

  await page.goto(letter);
  await press(page, nb.replay);
  await page.getByRole('link', { name: nb.showConversation }).click();
  await expect(page.getByText('Er dere der?').first()).toBeVisible();
});
