// Anchors the library until a fixture needs code.
