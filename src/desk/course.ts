import type { CaseRecord, EndedPromise } from './case.ts';

/** How a case ended: solved before any person had it, by a person, taken back by the customer, without an answer, in another. */
export const ENDINGS = ['solvedByWendy', 'resolvedByPeople', 'takenBack', 'closed', 'merged'] as const;
export type Ending = (typeof ENDINGS)[number];

/** What a case's history tells of its way; ISO times. */
export interface Course {
  /** When it first came to people. */
  submittedAt: string | null;
  /** When a person's words first went to the customer after that. */
  firstReplyAt: string | null;
  /** When an end of it was undone. */
  reopenedAt: string[];
  /** The end that stands. */
  end: { at: string; how: Ending } | null;
}

type Entry = CaseRecord['history'][number];

/** What makes a case go on, also where it was over. */
const GOES_ON: readonly string[] = ['submit', 'assign', 'reopen'];
const SAYS: readonly string[] = ['reply', 'answer'];

/** The way of a case from its history; pure. */
export function courseOf(record: CaseRecord): Course {
  const course = record.history.reduce(followed, {
    submittedAt: null,
    firstReplyAt: null,
    reopenedAt: [],
    end: null,
  });
  const isOver = record.status === 'resolved' || record.status === 'closed';
  if (!isOver) return { ...course, end: null };
  const at = record.ended?.at ?? record.createdAt;
  if (record.mergedInto !== null) return { ...course, end: { at, how: 'merged' } };
  return { ...course, end: course.end ?? { at, how: 'closed' } };
}

function followed(course: Course, entry: Entry): Course {
  const { at, by, did } = entry;
  if (GOES_ON.includes(did)) {
    // What the customer opens again is for the same: for Wendy, where no person had it.
    const isHers = did === 'reopen' && by === 'wendy';
    return {
      ...course,
      submittedAt: course.submittedAt ?? (isHers ? null : at),
      reopenedAt: course.end ? [...course.reopenedAt, at] : course.reopenedAt,
      end: null,
    };
  }
  if (SAYS.includes(did) && by !== 'wendy' && course.submittedAt !== null) {
    return { ...course, firstReplyAt: course.firstReplyAt ?? at };
  }
  const how = endingOf(course, entry);
  return how && !course.end ? { ...course, end: { at, how } } : course;
}

function endingOf({ submittedAt }: Course, { by, did }: Entry): Ending | undefined {
  if (did === 'close') return 'closed';
  if (did !== 'resolve') return undefined;
  if (by !== 'wendy') return 'resolvedByPeople';
  return submittedAt === null ? 'solvedByWendy' : 'takenBack';
}

/**
 * Since when the customer waits for a person without a word from one: through each promise that was broken, or that
 * another took the place of. ISO.
 */
export function waitingSince({ promise, promises, createdAt }: CaseRecord, { submittedAt }: Course): string {
  if (!promise) return submittedAt ?? createdAt;
  return promises.reduceRight(
    (since, { madeAt, endedAt, kept }: EndedPromise) => (endedAt === since && kept !== true ? madeAt : since),
    promise.madeAt,
  );
}
