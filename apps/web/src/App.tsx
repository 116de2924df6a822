import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { SignInPage } from './auth/SignInPage.js';
import { Splash } from './auth/Splash.js';
import { ConversationPage } from './messages/ConversationPage.js';
import { NothingOpen } from './messages/NothingOpen.js';
import { Shell } from './shell/Shell.js';
import { useSession } from './state/session.js';
import { Spinner } from './ui/Status.js';

const SettingsPage = lazy(() => import('./settings/SettingsPage.js').then((module) => ({ default: module.SettingsPage })));

export function App() {
  const status = useSession((state) => state.status);
  switch (status) {
    case 'restoring':
    case 'unreachable':
      return <Splash unreachable={status === 'unreachable'} />;
    case 'signed-out':
      return <SignedOut />;
    case 'signed-in':
      return <SignedIn />;
  }
}

function SignedOut() {
  return (
    <Routes>
      <Route path="/register" element={<SignInPage mode="register" />} />
      <Route path="*" element={<SignInPage mode="login" />} />
    </Routes>
  );
}

function SignedIn() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<NothingOpen />} />
        <Route path="/c/:conversation" element={<ConversationPage />} />
        <Route path="/c/:conversation/details" element={<ConversationPage details />} />
        <Route
          path="/settings/:section?"
          element={
            <Suspense fallback={<Spinner label="Loading settings" />}>
              <SettingsPage />
            </Suspense>
          }
        />
        <Route path="*" element={<Navigate to="/" replace />} />
      </Route>
    </Routes>
  );
}
