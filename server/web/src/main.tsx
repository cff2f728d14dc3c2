import '@fontsource-variable/inter/wght.css'
import './ui/styles'
import './ui/app.css'

import { MantineProvider } from '@mantine/core'
import { DatesProvider } from '@mantine/dates'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import dayjs from 'dayjs'
import 'dayjs/locale/vi'
import customParseFormat from 'dayjs/plugin/customParseFormat'
import { Component, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { App, Broken } from './app/App'
import { SessionProvider } from './app/session/session'
import { ProblemError } from './lib/problem'
import { LanguageProvider, useSpeech } from './ui/language'
import { theme, variables } from './ui/theme'

dayjs.extend(customParseFormat)

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 2 && error instanceof ProblemError && (error.problem.status === 0 || error.problem.status >= 500),
    },
  },
})

class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }
  static getDerivedStateFromError() {
    return { broken: true }
  }
  override render() {
    return this.state.broken ? <Broken onAgain={() => location.reload()} /> : this.props.children
  }
}

function Dates({ children }: { children: ReactNode }) {
  const { language } = useSpeech()
  return <DatesProvider settings={{ locale: language, firstDayOfWeek: 1 }}>{children}</DatesProvider>
}

createRoot(document.getElementById('root')!).render(
  <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
    <LanguageProvider>
      <Dates>
        <Boundary>
          <QueryClientProvider client={queries}>
            <SessionProvider>
              <App />
            </SessionProvider>
          </QueryClientProvider>
        </Boundary>
      </Dates>
    </LanguageProvider>
  </MantineProvider>,
)
