# What the plugin uses; its tests compile its sources and use the same.
set(reviews_uses theatre_admin)
