import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // The origin that the gateway has to know, see ../gateway.sh.
  server: { port: 5173, strictPort: true },
});
