import type { Activity } from './webchat.ts';

/** Web Chat shows a customer's picture as a picture only where it has a small copy: what came back is one. */
export function withSmallPictures(activity: Activity): Activity {
  if (activity.from.role !== 'user' || !activity.attachments) return activity;
  return { ...activity, attachments: activity.attachments.map(withCopy) };
}

type Attachment = NonNullable<Activity['attachments']>[number];

function withCopy(attachment: Attachment): Attachment {
  const { contentUrl, thumbnailUrl } = attachment;
  const isPicture = contentUrl?.startsWith('data:image/') === true && thumbnailUrl === undefined;
  return isPicture ? { ...attachment, thumbnailUrl: contentUrl } : attachment;
}
