import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const petrol: MantineColorsTuple = [
  '#eaf4f6', '#d3e8ec', '#a7d1d9', '#76b8c4', '#4fa2b1', '#2f8fa0', '#0b6a7c', '#085a6a', '#064a57', '#043a45',
]

export const theme = createTheme({
  colors: { petrol },
  primaryColor: 'petrol',
  primaryShade: { light: 6, dark: 6 },
  fontFamily: "'Inter Variable', 'Inter', 'Noto Sans', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Noto Sans Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '22px' }, h2: { fontSize: '18px' }, h3: { fontSize: '16px' } } },
  defaultRadius: 4,
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { overlayProps: { backgroundOpacity: 0.4 }, transitionProps: { duration: 120 }, radius: 6 }, styles: { title: { fontSize: 16, fontWeight: 600 } } },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.3 }, transitionProps: { duration: 150 } } },
    Tooltip: { defaultProps: { transitionProps: { duration: 100 } } },
  },
})

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#161b20',
    '--mantine-color-dimmed': '#56616c',
    '--mantine-color-placeholder': '#66717c',
    '--mantine-color-default-border': '#c3cad1',
    '--mantine-color-error': '#b3261e',
    '--line': '#dfe3e7',
    '--ground': '#ffffff',
    '--ground-raised': '#f5f7f8',
    '--accent': '#0b6a7c',
    '--accent-text': '#075565',
    '--accent-ground': '#d3e8ec',
    '--bad-ground': '#fde7e4',
    '--warn-ground': '#fff3cd',
    '--unsaved-ground': '#fff6d6',
  },
  dark: {
    '--mantine-color-body': '#14181b',
    '--mantine-color-text': '#e4e9ed',
    '--mantine-color-dimmed': '#a3aeb8',
    '--mantine-color-placeholder': '#97a3ad',
    '--mantine-color-default-border': '#46505a',
    '--mantine-color-error': '#ff9c8c',
    '--mantine-color-anchor': '#7cc7d4',
    '--line': '#2c343a',
    '--ground': '#14181b',
    '--ground-raised': '#1c2226',
    '--accent': '#4fa2b1',
    '--accent-text': '#8fd3de',
    '--accent-ground': '#103b44',
    '--bad-ground': '#471c17',
    '--warn-ground': '#42340c',
    '--unsaved-ground': '#3a3110',
  },
})
