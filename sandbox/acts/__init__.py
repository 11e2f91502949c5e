"""What people do: write, press, react, come and go. Each act changes the world and tells the bot."""
