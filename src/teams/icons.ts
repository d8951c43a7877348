import sharp from 'sharp';

/** The camera dome with a friendly eye; `paint` gives a colour to each of its parts. */
function drawing(paint: { ground: string; shell: string; rim: string; eye: string; glint: string }): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">
  <rect width="96" height="96" fill="${paint.ground}"/>
  <rect x="20" y="24" width="56" height="9" rx="4.5" fill="${paint.rim}"/>
  <path d="M25 37h46v9a23 23 0 0 1-46 0z" fill="${paint.shell}"/>
  <circle cx="48" cy="50" r="11" fill="${paint.eye}"/>
  <circle cx="52" cy="46" r="3" fill="${paint.glint}"/>
</svg>`;
}

/** White lines alone, as Teams tints them; the same dome, drawn for 32 pixels. */
const OUTLINE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <g fill="none" stroke="#ffffff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
    <path d="M4 7h24"/>
    <path d="M7 11h18v4a9 9 0 0 1-18 0z"/>
    <circle cx="16" cy="16" r="3"/>
  </g>
</svg>`;

/** The two pictures of a Teams app, as PNG: 192 pixels in the maker's colour, and a transparent outline of 32. */
export async function drawIcons(colour: string): Promise<{ color: Uint8Array; outline: Uint8Array }> {
  const paint = { ground: colour, shell: '#ffffff', rim: '#ffffff', eye: colour, glint: '#ffffff' };
  const [color, outline] = await Promise.all([png(drawing(paint), 192), png(OUTLINE, 32)]);
  return { color, outline };
}

/** `sharp` draws an SVG at 72 dots to the inch, whatever size is asked for: it is told to draw it large. */
async function png(svg: string, size: number): Promise<Uint8Array> {
  const drawn = sharp(Buffer.from(svg), { density: 72 * 8 }).resize(size, size);
  return new Uint8Array(await drawn.png({ compressionLevel: 9 }).toBuffer());
}
