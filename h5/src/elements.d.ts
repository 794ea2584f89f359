import type { DefineComponent } from 'vue';

declare module 'vue' {
  interface GlobalComponents {
    /** Drawn by the client; https://developer.work.weixin.qq.com/document/path/91958 */
    'ww-open-data': DefineComponent<{ type: 'userName' | 'departmentName'; openid: string }>;
  }
}
