# What the plugin links; its tests compile its sources and link the same.
set(theatre_admin_libraries)
