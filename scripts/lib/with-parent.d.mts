export const WITH_PARENT: { args: string[]; env: Record<string, string> };
