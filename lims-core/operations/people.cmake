# Accounts, sign-in, authorisations and the choices of the body.
set(people_sources access_tokens.cpp accounts.cpp authorise.cpp engine_validation.cpp own_account.cpp reset_password.cpp settings.cpp sign_in.cpp signing_keys.cpp)
