/** Mail domains that anybody can have an address at: they say nothing of whose customer somebody is. */
const PROVIDERS = new Set(
  `126.com 139.com 163.com 189.cn aliyun.com aol.com bigpond.com bluewin.ch btinternet.com comcast.net duck.com
   fastmail.com foxmail.com free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk
   hotmail.com hotmail.es hotmail.fr hotmail.it icloud.com inbox.ru laposte.net libero.it live.cn live.co.uk live.com
   mac.com mail.com mail.ru mailbox.org me.com msn.com naver.com online.de orange.fr outlook.com outlook.de outlook.es
   outlook.fr pm.me posteo.de proton.me protonmail.com qq.com rediffmail.com rocketmail.com sina.cn sina.com sohu.com
   t-online.de tom.com tutanota.com uol.com.br verizon.net vip.163.com vip.qq.com wanadoo.fr web.de wo.cn yahoo.cn
   yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru
   yeah.net ymail.com zoho.com`.split(/\s+/),
);

/** Whether a domain is a mail provider's, not a company's own. */
export function isMailProvider(domain: string): boolean {
  return PROVIDERS.has(domain.toLowerCase());
}
