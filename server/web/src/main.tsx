import '@fontsource-variable/inter/wght.css'
import './ui/styles'
import './ui/app.css'

import { MantineProvider, MantineThemeProvider } from '@mantine/core'
import { DatesProvider } from '@mantine/dates'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import dayjs from 'dayjs'
import 'dayjs/locale/vi'
import customParseFormat from 'dayjs/plugin/customParseFormat'
import { Component, useMemo, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { App, Broken } from './app/App'
import { SessionProvider } from './app/session/session'
import { loadRest } from './lib/messages'
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

/** What the components themselves say, in the language chosen; the head of a dialog is no landmark of the page. */
function Spoken({ children }: { children: ReactNode }) {
  const { language, t } = useSpeech()
  const spoken = useMemo(() => {
    const dialog = { defaultProps: { closeButtonProps: { 'aria-label': t('close') }, attributes: { header: { role: 'none' } } } }
    return { components: { Modal: dialog, Drawer: dialog } }
  }, [t])
  return (
    <MantineThemeProvider theme={spoken}>
      <DatesProvider settings={{ locale: language, firstDayOfWeek: 1 }}>{children}</DatesProvider>
    </MantineThemeProvider>
  )
}

// the words of the other pages, before they are wanted
setTimeout(() => void loadRest().catch(() => undefined), 3_000)

createRoot(document.getElementById('root')!).render(
  <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
    <LanguageProvider>
      <Spoken>
        <Boundary>
          <QueryClientProvider client={queries}>
            <SessionProvider>
              <App />
            </SessionProvider>
          </QueryClientProvider>
        </Boundary>
      </Spoken>
    </LanguageProvider>
  </MantineProvider>,
)
