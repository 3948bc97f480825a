"""What `./dev` does: packages, builds, a whole stack (database, host, nginx) for development and tests."""
