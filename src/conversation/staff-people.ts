import { onDuty } from '../desk/calendar.ts';
import { type Colleague, readTeam, type StaffRecord, staffKey } from '../desk/team.ts';
import { type Desk, type Done, say, tell } from './staff-desk.ts';

/** Who is on duty, who is away until when, and how much each has in hand. */
export async function showPeople(desk: Desk): Promise<Done> {
  const { store, staffList, calendar } = desk.parts;
  const team = await readTeam(store, staffList, calendar);
  const lines = await Promise.all(team.map((colleague) => personLine(desk, colleague)));
  const card = { title: say(desk, 'desk:who.title'), lines, facts: [], actions: [] };
  return tell({ text: '', choices: [], card });
}

async function personLine(desk: Desk, colleague: Colleague): Promise<string> {
  const { staff, load } = colleague;
  return say(desk, 'desk:who.line', {
    ...{ who: staff.name, id: staff.id, role: { key: `desk:role.${staff.role}` }, n: load },
    there: await thereText(desk, colleague),
  });
}

async function thereText(desk: Desk, { staff, calendar }: Colleague): Promise<string> {
  const { now } = desk.waking;
  const stored = await desk.parts.store.get<StaffRecord>(staffKey(staff.id));
  const own = stored?.value.away;
  const away = [...(own ? [own] : []), ...(staff.absences ?? [])].find(
    ({ from, to }) => from <= now.on && now.on <= to,
  );
  if (away) return say(desk, 'desk:who.away', { to: { date: away.to } });
  const duty = onDuty(calendar, now.at);
  if (duty.open) return say(desk, 'desk:who.on');
  return duty.opensAt
    ? say(desk, 'desk:who.off', { opens: { instant: duty.opensAt } })
    : say(desk, 'desk:who.never');
}
