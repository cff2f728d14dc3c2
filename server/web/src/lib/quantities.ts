// What instruments and standards measure, as the procedures of the catalogue name it.

export const quantities = [
  'mass',
  'dc_voltage',
  'dc_current',
  'resistance',
  'pressure',
  'temperature',
  'humidity',
  'length',
  'volume',
  'time',
  'energy_error',
  'thermocouple_emf',
  'attenuation',
  'ph',
  'conductivity',
  'illuminance',
  'sound_pressure_level',
] as const
