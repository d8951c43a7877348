import { expect, test } from 'vitest';
import { said } from './reading.ts';

const FOREIGN = ['CHATTED foreign'];

test.each([
  'Bonjour, mon enregistreur ne fonctionne pas',
  'Das Bild ist seit gestern schwarz',
  'la cámara no funciona desde ayer',
  'parlez-vous français ?',
  'können wir deutsch sprechen',
  'do you speak German?',
  'Камера не работает',
  'カメラが映りません',
])('%s is in another language', (text) => {
  expect(said(text, 'need')).toEqual(FOREIGN);
  expect(said(text, 'model')).toEqual(FOREIGN);
  expect(said(text, 'smell')).toEqual(FOREIGN);
});

test.each([
  'my camera ist broken sinse yesterday',
  'the camera of Hans und Peter GmbH has no picture',
  'teh camra at Café des Amis shows no pictur',
  'RS-D200 SN RS26-0101234 no image',
  'mi camera is dead',
  'camera no video, DAS storage full',
  '摄像头没有图像，型号 RS-D200',
  'no signal',
])('%s is not', (text) => expect(said(text, 'describe')).not.toEqual(FOREIGN));

test('a name may be of any language, and a person is fetched in any', () => {
  expect(said('Иван Петров', 'name')).not.toEqual(FOREIGN);
  expect(said('María de las Nieves', 'name')).toEqual(['ANSWERED María de las Nieves']);
  expect(said('Je ne parle pas anglais, person please', 'need')).toEqual(['PERSON']);
});
