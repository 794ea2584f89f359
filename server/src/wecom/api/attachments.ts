/** What goes out beside a text. A picture by `mediaId` (three days), or by an address from `uploadImage`. */
export type Attachment =
  | { kind: 'image'; mediaId: string }
  | { kind: 'image'; url: string }
  /** Title 128 bytes, description 512, address 2048. */
  | {
      kind: 'link';
      title: string;
      url: string;
      description?: string | undefined;
      pictureUrl?: string | undefined;
    }
  /** Title 64 bytes; the app must be associated with the corp. */
  | { kind: 'miniprogram'; title: string; coverMediaId: string; appId: string; page: string }
  | { kind: 'video' | 'file'; mediaId: string };

/** One attachment by its kind: `{ image: {...} }`. */
export function attachmentFields(attachment: Attachment): Record<string, Record<string, unknown>> {
  switch (attachment.kind) {
    case 'image':
      return {
        image: 'mediaId' in attachment ? { media_id: attachment.mediaId } : { pic_url: attachment.url },
      };
    case 'link': {
      const { title, url, description, pictureUrl } = attachment;
      return { link: { title, url, desc: description, picurl: pictureUrl } };
    }
    case 'miniprogram': {
      const { title, coverMediaId, appId, page } = attachment;
      return { miniprogram: { title, pic_media_id: coverMediaId, appid: appId, page } };
    }
    default:
      return { [attachment.kind]: { media_id: attachment.mediaId } };
  }
}

/** One element of an `attachments` list. */
export function attachmentItem(attachment: Attachment): Record<string, unknown> {
  return { msgtype: attachment.kind, ...attachmentFields(attachment) };
}
