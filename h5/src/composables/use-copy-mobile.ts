import { copyText } from '../components/common/copy-text.ts';
import { useSectionI18n } from '../i18n/index.ts';
import { notesMessages } from '../i18n/sections/notes.ts';
import { causeKey } from './problems.ts';
import type { MobileItem } from './profile-edits.ts';
import { useToasts } from './use-toast.ts';

/**
 * Copies a phone. Where the client forbids the clipboard, the number is shown, because it was asked for.
 *
 * @param reveal - fetches the full number
 */
export function useCopyMobile(reveal: (item: MobileItem) => Promise<string>) {
  const { t } = useSectionI18n('notes', notesMessages);
  const toasts = useToasts();
  return async (item: MobileItem) => {
    try {
      const number = await reveal(item);
      const isCopied = await copyText(number);
      toasts.show(
        isCopied ? t('notes.copied', { masked: item.masked }) : t('notes.copyByHand', { number }),
        isCopied ? {} : { tone: 'failed' },
      );
    } catch (error) {
      toasts.show(t('notes.copyFailed', { cause: t(causeKey(error)) }), { tone: 'failed' });
    }
  };
}
