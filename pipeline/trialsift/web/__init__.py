"""The worklist in the browser: `trialsift serve RESULTS`. Needs the extra trialsift[web]; `app.create_app` makes it."""
