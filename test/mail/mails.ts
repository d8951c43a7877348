/** A mail as a program hands it in; `parts`: headers first, then the body. */
export function mailOf(headers: Record<string, string | undefined>, body: string): string {
  const all: Record<string, string | undefined> = {
    From: 'Ann Hill <ann@example.com>',
    Date: 'Mon, 02 Mar 2026 10:00:00 +0000',
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Transfer-Encoding': '8bit',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return `${lines.join('\r\n')}\r\n\r\n${body.replaceAll(/\r?\n/g, '\r\n')}\r\n`;
}

interface Part {
  type: string;
  body: string | Buffer;
  /** A file's name. */
  name?: string;
  /** Within the text, by its content id. */
  cid?: string;
}

/** The same with several parts. */
export function multipart(
  headers: Record<string, string | undefined>,
  kind: string,
  parts: readonly Part[],
): string {
  const edge = 'edge-of-parts';
  const shown = parts.map(({ type, body, name, cid }) => {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const heads = [
      `Content-Type: ${type}`,
      'Content-Transfer-Encoding: base64',
      ...(name === undefined
        ? []
        : [`Content-Disposition: ${cid ? 'inline' : 'attachment'}; filename="${name}"`]),
      ...(cid === undefined ? [] : [`Content-ID: <${cid}>`]),
    ];
    return `--${edge}\r\n${heads.join('\r\n')}\r\n\r\n${bytes.toString('base64').replaceAll(/(.{76})/g, '$1\r\n')}\r\n`;
  });
  const type = `multipart/${kind}; boundary="${edge}"`;
  return mailOf(
    { ...headers, 'Content-Type': type, 'Content-Transfer-Encoding': undefined },
    `${shown.join('')}--${edge}--`,
  );
}

/** A report that a mail to `recipient` came back; `original`: the headers of the mail that it was. */
export function bounceOf(
  original: string,
  recipient: string,
  { action = 'failed', status = '5.1.1' } = {},
): string {
  const report = `Reporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; ${recipient}\r\nAction: ${action}\r\nStatus: ${status}\r\n`;
  return multipart(
    {
      'Return-Path': '<>',
      From: 'MAILER-DAEMON@mx.example.com',
      To: 'support@example.com',
      Subject: 'Undelivered Mail Returned to Sender',
      'Auto-Submitted': 'auto-replied',
    },
    'report; report-type=delivery-status',
    [
      { type: 'text/plain', body: 'I could not deliver it.' },
      { type: 'message/delivery-status', body: report },
      { type: 'text/rfc822-headers', body: original },
    ],
  );
}
