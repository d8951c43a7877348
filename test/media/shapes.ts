/** Addresses that no file of a customer lies at: this machine, its neighbours, clouds' own, and what wraps them. */
export const OWN_ADDRESSES: readonly string[] = [
  ...['0.0.0.0', '0.1.2.3', '127.0.0.1', '127.0.0.2', '127.1.2.3', '127.255.255.254'],
  ...['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255'],
  ...['169.254.0.1', '169.254.169.254', '169.254.170.2', '100.64.0.1', '100.100.100.200', '100.127.255.255'],
  ...['168.63.129.16', '192.0.0.1', '192.0.0.192', '192.0.2.1', '198.51.100.1', '203.0.113.1', '192.88.99.1'],
  ...['198.18.0.1', '198.19.255.255', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::2', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:169.254.169.254'],
  ...['::ffff:8.8.8.8', '::ffff:0:127.0.0.1', '::127.0.0.1', '::7f00:1', '::8.8.8.8'],
  ...['64:ff9b::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b::808:808', '64:ff9b:1::7f00:1'],
  ...['2002:7f00:1::', '2002:a00:1::1', '2002:a9fe:a9fe::', '2002:808:808::1'],
  ...[
    '2001::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2001:db8::1',
    '2001:10::1',
    '2001:20::1',
    '2001:2::1',
  ],
  ...['fc00::1', 'fd00::1', 'fd00:ec2::254', 'fd12:3456:789a::1', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
  ...['fec0::1', 'ff02::1', 'ff05::2', '100::1', '3fff::1', '5f00::1', '4000::1', '2620:4f:8000::1'],
  ...['', 'localhost', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '1.2.3', '1.2.3.4.5', '::1]', 'x'],
];

export const PUBLIC_ADDRESSES: readonly string[] = [
  ...[
    '1.1.1.1',
    '8.8.8.8',
    '13.107.42.14',
    '52.113.194.132',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
  ],
  ...['2606:4700:4700::1111', '2a00:1450:4001:82a::200e', '2603:1030:20e:3::23c', '2620:1ec:c11::200'],
];

/** What URLs may look like that lead elsewhere than they seem to, or where nothing of a customer's is. */
export const BAD_URLS: readonly string[] = [
  // This machine, by every spelling of its number.
  ...['127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.0.0.1', '0x7f.1', '017700000001'],
  ...['0177.0.0.1', '0177.1', '127.0.0.1.', '0', '0.0.0.0', '00000177.0.0.1', '0x7F.0x0.0x0.0x1', '127.0x1'],
  // Neighbours and clouds' own services.
  ...[
    '10.0.0.1',
    '10.1',
    '0xa000001',
    '167772161',
    '192.168.1.1',
    '3232235777',
    '172.16.0.1',
    '169.254.169.254',
  ],
  ...['2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.43518', '168.63.129.16', '100.100.100.200'],
  ...['8.8.8.8', '1.1.1.1', '13.107.42.14'],
  // IPv6 of all kinds.
  ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]'],
  ...[
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fe80::1%25eth0]',
    '[fc00::1]',
    '[fd00:ec2::254]',
  ],
  ...['[::ffff:169.254.169.254]', '[2606:4700:4700::1111]', '[ff02::1]', '[::1', '::1]'],
  // Names of one's own, and none.
  ...[
    'localhost',
    'LOCALHOST',
    'localhost.',
    'foo.localhost',
    'printer',
    'printer.local',
    'db.internal',
    'nas.lan',
  ],
  ...[
    'metadata.google.internal',
    'router.home',
    'x.home.arpa',
    'intranet.corp',
    'ip6-localhost',
    'kubernetes',
  ],
  ...[
    '',
    '.',
    '..',
    '.com',
    'a..com',
    'files.example.com.',
    '-a.example.com',
    'a-.example.com',
    'a_b.example.com',
  ],
  // Written so that one reader sees one host, and another sees another.
  ...['127。0。0。1', '127．0．0．1', '①②⑦.⓪.⓪.①', 'ⓛocalhost', 'files。example.com', 'ｆiles.example.com'],
  ...['files.example.com%2f@evil.example.net', '%66iles.example.com', '127.0.0.1%00.example.com'],
  ...['user@files.example.com', 'user:secret@files.example.com', ':@files.example.com', '@files.example.com'],
  ...['files.example.com@127.0.0.1', 'files.example.com:443@127.0.0.1', '127.0.0.1\\@files.example.com'],
  ...['files.example.com\\.evil.example.net', 'files.example.com\t.evil.example.net', 'files.exa\nmple.com'],
  ...['files.example.com\u0000', ' files.example.com', 'files.example.com\u00ad', 'fi\u200bles.example.com'],
  // Other ports.
  ...['files.example.com:80', 'files.example.com:22', 'files.example.com:8443', 'files.example.com:6379'],
  ...['files.example.com:0', 'files.example.com:65536', 'files.example.com:-1', 'files.example.com:0443'],
  ...['files.example.com:x', 'files.example.com:443:80'],
]
  .map((host) => `https://${host}/photo.jpg`)
  .concat([
    // Other schemes, and none.
    ...[
      'http:',
      'ftp:',
      'file:',
      'gopher:',
      'ws:',
      'wss:',
      'ldap:',
      'dict:',
      'jar:https:',
      'view-source:https:',
    ].map((scheme) => `${scheme}//files.example.com/photo.jpg`),
    ...[
      'file:///etc/passwd',
      'file://localhost/etc/passwd',
      'javascript:alert(1)',
      'blob:https://files.example.com/1',
    ],
    ...[
      '//files.example.com/photo.jpg',
      'files.example.com/photo.jpg',
      '/photo.jpg',
      '',
      ' ',
      'https:',
      'https://',
    ],
    ...[
      'https:/files.example.com/1',
      'https:files.example.com/1',
      'https:\\\\files.example.com\\1',
      'https:///1',
    ],
    ...[
      'https:////files.example.com/1',
      'about:blank',
      'urn:uuid:1',
      'unix:/var/run/docker.sock',
      'https://a',
    ],
    `https://files.example.com/${'x'.repeat(5_000)}`,
    `https://${'x'.repeat(70)}.example.com/1`,
    'https://files.example.com/a b',
    'https://files.example.com/\r\nHost: evil.example.net',
  ]);
