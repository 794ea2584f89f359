import type { Boot } from '@guanxi/shared/boot';
import { type InjectionKey, inject, provide, type Ref, ref } from 'vue';
import { drawOpenData, openOpenData } from '../api/wecom-client.ts';

/** Names that only the client may draw. */
export interface OpenData {
  isReady: Ref<boolean>;
  /** Asks the client, the first time somebody needs a name. */
  want(): void;
  draw(element: Element): void;
}

const openDataKey: InjectionKey<OpenData> = Symbol('open data');

/** Offers hidden names to the whole page; where the client cannot draw them, members stay colleagues. */
export function provideOpenData({ viewer, jssdk }: Boot): OpenData {
  const isReady = ref(false);
  let wanted = false;
  const openData: OpenData = {
    isReady,
    want() {
      if (wanted || viewer.corp.capabilities.seesMemberNames) return;
      wanted = true;
      openOpenData(viewer, jssdk).then(
        () => {
          isReady.value = true;
        },
        () => {},
      );
    },
    draw: drawOpenData,
  };
  provide(openDataKey, openData);
  return openData;
}

const nobody: OpenData = { isReady: ref(false), want: () => {}, draw: () => {} };

/** For a component that shows a hidden name. */
export function useOpenData(): OpenData {
  const openData = inject(openDataKey, nobody);
  openData.want();
  return openData;
}
