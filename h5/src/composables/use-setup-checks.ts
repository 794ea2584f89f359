import { runSetupChecks, type SetupCheck } from '@guanxi/shared/installation';
import { computed, ref, shallowRef } from 'vue';
import { call } from '../api/client.ts';

const order: readonly SetupCheck['outcome'][] = ['fail', 'warn', 'pass'];

/** The set-up check: asked for by hand, what fails first. */
export function useSetupChecks() {
  const checks = shallowRef<SetupCheck[] | null>(null);
  const checkedAt = ref<string | null>(null);
  const isRunning = ref(false);

  /** Checks now. @throws ApiError */
  async function run() {
    isRunning.value = true;
    try {
      const answer = await call(runSetupChecks, { body: {} });
      checks.value = answer.checks;
      checkedAt.value = answer.checkedAt;
    } finally {
      isRunning.value = false;
    }
  }
  const sorted = computed(() =>
    [...(checks.value ?? [])].sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome)),
  );
  return { checks: sorted, checkedAt, isRunning, run };
}
