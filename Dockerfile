FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# The projects alone first: packages are restored again only when these change.
COPY global.json Directory.* ./
COPY eng/ eng/
COPY OrderSync.Domain/OrderSync.Domain.csproj OrderSync.Domain/
COPY OrderSync.Web/OrderSync.Web.csproj OrderSync.Web/
RUN dotnet restore OrderSync.Web

COPY .editorconfig BannedSymbols.txt ./
COPY OrderSync.Domain/ OrderSync.Domain/
COPY OrderSync.Web/ OrderSync.Web/
RUN dotnet publish OrderSync.Web --no-restore --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./

# The databases and what else is stored live here when SQLite is used.
RUN mkdir data && chown "$APP_UID" data
VOLUME /app/data
USER $APP_UID

ENV ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080

# The image has no curl; bash speaks enough HTTP for this.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/live HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]

ENTRYPOINT ["dotnet", "OrderSync.Web.dll"]
