// The visibility of SDK symbols: everything is hidden unless it says CALLBOARD_API, so that a plugin
// can only bind to what the SDK promises. Types that are thrown or caught across a plugin's border
// must carry it too: an exception is matched by its type information.
#pragma once

#define CALLBOARD_API __attribute__((visibility("default")))
