import { createPrivateKey } from 'node:crypto';
import type { BotIdentity } from './channels/settings.ts';
import { SetupError } from './errors.ts';

type Type = BotIdentity['type'];
type Read = (
  name:
    | 'MicrosoftAppId'
    | 'MicrosoftAppPassword'
    | 'MicrosoftAppType'
    | 'MicrosoftAppTenantId'
    | 'CertificateThumbprint'
    | 'CertificatePrivateKey',
) => string | undefined;

const TYPES: readonly Type[] = ['MultiTenant', 'SingleTenant', 'UserAssignedMSI'];

/** The type of app that a text names, in any case, as Bot Framework takes it; undefined where it names none. */
export function appTypeOf(text: string): Type | undefined {
  return TYPES.find((type) => type.toLowerCase() === text.toLowerCase());
}

/**
 * The bot's identity, or undefined where none is set: an app id, and a secret, a certificate or a managed identity.
 * `read` gives a variable's validated value. Throws `SetupError` where they do not go together.
 */
export function readBotIdentity(read: Read): BotIdentity | undefined {
  const appId = read('MicrosoftAppId');
  const password = read('MicrosoftAppPassword');
  const certificate = readCertificate(read);
  const type = appTypeOf(read('MicrosoftAppType') ?? 'MultiTenant') ?? 'MultiTenant';
  const tenantId = read('MicrosoftAppTenantId');
  if (appId === undefined) {
    if (password === undefined && certificate === undefined) return undefined;
    const secret = password === undefined ? 'a certificate' : 'MicrosoftAppPassword';
    throw new SetupError(`MicrosoftAppId is missing, but ${secret} is set: set both, or neither.`);
  }
  checkSecret(type, password !== undefined, certificate !== undefined);
  if (tenantId === undefined && type !== 'MultiTenant') {
    throw new SetupError(
      `MicrosoftAppTenantId is missing: a bot of the type ${type} takes the app's tenant id.`,
    );
  }
  return { appId, password, certificate, type, tenantId };
}

function checkSecret(type: Type, password: boolean, certificate: boolean): void {
  if (type === 'UserAssignedMSI') {
    if (!password && !certificate) return;
    const set = password ? 'MicrosoftAppPassword' : 'CertificateThumbprint';
    throw new SetupError(`${set} is set, but a bot of the type ${type} takes no secret: leave it unset.`);
  }
  if (password && certificate) {
    throw new SetupError('MicrosoftAppPassword and CertificateThumbprint are both set: set one of the two.');
  }
  if (!password && !certificate) {
    throw new SetupError(
      `MicrosoftAppPassword is missing: a bot of the type ${type} takes the app's client secret, or a certificate ` +
        '(CertificateThumbprint and CertificatePrivateKey).',
    );
  }
}

function readCertificate(read: Read): BotIdentity['certificate'] {
  const thumbprint = read('CertificateThumbprint');
  const privateKey = read('CertificatePrivateKey');
  if (thumbprint === undefined && privateKey === undefined) return undefined;
  if (thumbprint === undefined) throw missing('CertificateThumbprint', "the certificate's thumbprint");
  if (privateKey === undefined) throw missing('CertificatePrivateKey', "the certificate's private key");
  return { thumbprint: thumbprint.replaceAll(':', '').toUpperCase(), privateKey: unescaped(privateKey) };
}

function missing(name: string, what: string): SetupError {
  return new SetupError(`${name} is missing: a bot with a certificate takes ${what} too.`);
}

/** Whether a text is an RSA private key as PEM, not locked by a passphrase. */
export function isPrivateKey(text: string): boolean {
  try {
    return createPrivateKey(unescaped(text)).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

/** A variable that was set on one line has its line breaks written out. */
function unescaped(pem: string): string {
  return pem.replaceAll('\\n', '\n');
}
