"""The way in beyond the password: second factors, passkeys, single sign-on, invitations, known devices, and who knocked."""
