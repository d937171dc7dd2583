/**
 * Asks for a personal authentication ticket with the request of the page 生成个人认证令牌, and prints the ticket.
 *
 * Reads QYS_BASE_URL, QYS_APP_TOKEN and QYS_APP_SECRET (and every other QYS_* option of the SDK), and QYS_CONTACT, the
 * telephone number of the person.
 */

import { Client, QiyuesuoError } from 'qiyuesuo';

const EXIT_CODES = {
  validation: 2,
  configuration: 3,
  authentication: 4,
  api: 5,
  permission: 5,
  rate_limit: 5,
  connection: 6,
  timeout: 6,
  server: 6,
  invalid_response: 7,
  callback: 8,
  cancelled: 130,
};

try {
  const client = new Client();
  const { ticket } = await client.personalAuth.createTicket({
    user: { contact: process.env.QYS_CONTACT || '10020033044', contactType: 'MOBILE' },
    mode: 'BANK',
    username: '张三',
    callbackUrl: 'http://www.qiyuesuo.com',
  });
  console.log(ticket);
} catch (error) {
  if (!(error instanceof QiyuesuoError)) {
    throw error;
  }
  console.error(`class: ${error.name}\nkind: ${error.kind}\ncode: ${error.code ?? 'none'}\nmessage: ${error.message}`);
  process.exitCode = EXIT_CODES[error.kind] ?? 1;
}
