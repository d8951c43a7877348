/** The bot's identity with Bot Framework. */
export interface BotIdentity {
  appId: string;
  password: string | undefined;
  /** Instead of a password: the SHA-1 thumbprint, in hexadecimal, and the private key, as PEM. */
  certificate: { thumbprint: string; privateKey: string } | undefined;
  type: 'MultiTenant' | 'SingleTenant' | 'UserAssignedMSI';
  tenantId: string | undefined;
}

/** What the doors need to know of the configuration. */
export interface DoorSettings {
  port: number;
  host: string;
  /** A start with neither an app id nor a public address: only loopback callers, no authentication. */
  local: boolean;
  bot: BotIdentity | undefined;
  /** The address that customers see, without a slash at its end. */
  publicUrl: string | undefined;
  /** Origins of other pages that may use the web chat, such as `https://www.example.com`. */
  webChatOrigins: readonly string[];
  /** Bot Framework's own settings by their own names (other clouds, other token issuers). */
  botFramework: Readonly<Record<string, string>>;
  staffApiToken: string | undefined;
  /** Whether who asks too often is asked to wait (429). */
  rateLimit: boolean;
  /** Whether an address is a proxy whose forwarded headers count. */
  trustsProxy: (address: string) => boolean;
}
