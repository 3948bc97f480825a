# `cpack` in the build folder of the preset `release` makes callboard_VERSION_amd64.deb: the program, its plugins,
# the SDK, nginx's files and the systemd units.
install(FILES packaging/callboard.service packaging/callboard.socket packaging/callboard-crl.path
  packaging/callboard-crl.service DESTINATION lib/systemd/system)
install(FILES packaging/callboard.sysusers DESTINATION lib/sysusers.d RENAME callboard.conf)
install(FILES packaging/callboard.toml DESTINATION ${CMAKE_INSTALL_DATADIR}/callboard/examples)
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/callboard OPTIONAL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_NAME callboard)
set(CPACK_PACKAGE_CONTACT "The Callboard developers <callboard@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "The platform of a theatre school: site, courses, administration, key cabinet")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)

set(CPACK_DEBIAN_PACKAGE_DEPENDS "openssl, systemd, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS nginx)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "mariadb-server, mariadb-client")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${CMAKE_SOURCE_DIR}/packaging/postinst;${CMAKE_SOURCE_DIR}/packaging/prerm")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
