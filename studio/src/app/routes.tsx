import { createBrowserRouter } from 'react-router';
import { SetupPage } from '@/auth/SetupPage';
import { SignInPage } from '@/auth/SignInPage';

export const createRouter = () =>
  createBrowserRouter([
    { path: '/sign-in', element: <SignInPage /> },
    { path: '/setup', element: <SetupPage /> },
  ]);
