// A service-account file of the right shape; its key is made here and opens nothing.

import { generateKeyPairSync } from 'node:crypto';

export function serviceAccountFile(): { name: string; mimeType: string; buffer: Buffer } {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const file = {
    type: 'service_account',
    project_id: 'fjordbank-test',
    private_key_id: '0123456789abcdef0123456789abcdef01234567',
    private_key: privateKey,
    client_email: 'portal@fjordbank-test.iam.gserviceaccount.com',
    token_uri: 'https://oauth2.googleapis.com/token',
  };
  return { name: 'fjordbank.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) };
}
