# find_package(qiyuesuo CONFIG) gives the targets qiyuesuo::qiyuesuo and qiyuesuo::static.
# Paths are relative to this file, so that the folder can be put anywhere.
get_filename_component(_qiyuesuo_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

if(NOT TARGET qiyuesuo::qiyuesuo)
  add_library(qiyuesuo::qiyuesuo SHARED IMPORTED)
  set_target_properties(qiyuesuo::qiyuesuo PROPERTIES
    IMPORTED_LOCATION "${_qiyuesuo_prefix}/lib/libqiyuesuo.so.1"
    IMPORTED_SONAME "libqiyuesuo.so.1"
    INTERFACE_INCLUDE_DIRECTORIES "${_qiyuesuo_prefix}/include")
endif()

if(NOT TARGET qiyuesuo::static)
  add_library(qiyuesuo::static STATIC IMPORTED)
  set_target_properties(qiyuesuo::static PROPERTIES
    IMPORTED_LOCATION "${_qiyuesuo_prefix}/lib/libqiyuesuo.a"
    INTERFACE_INCLUDE_DIRECTORIES "${_qiyuesuo_prefix}/include"
    INTERFACE_LINK_LIBRARIES "pthread;dl;m")
endif()

unset(_qiyuesuo_prefix)
