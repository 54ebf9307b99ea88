/*
 * basemap.h - the picture beneath the county's own shapes: from a file on this machine, or from a service.
 *
 * <data>/basemap.mbtiles (MBTiles 1.3, pictures: png, jpeg or webp) needs no internet and goes first.  Else the address in
 * the rule map.base, which a county sets: this program fetches the pictures, so that no browser talks to anyone else.
 * Without either the map has a plain ground.
 */
#ifndef MAIN_BASEMAP_H
#define MAIN_BASEMAP_H

#include "http/route.h"

extern const struct routes basemap_routes;

#endif
